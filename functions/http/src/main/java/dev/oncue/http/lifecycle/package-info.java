@NullMarked
package dev.oncue.http.lifecycle;

import org.jspecify.annotations.NullMarked;
