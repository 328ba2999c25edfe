@NullMarked
package dev.oncue.http.priming;

import org.jspecify.annotations.NullMarked;
