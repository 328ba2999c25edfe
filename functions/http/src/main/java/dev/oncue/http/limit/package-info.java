@NullMarked
package dev.oncue.http.limit;

import org.jspecify.annotations.NullMarked;
