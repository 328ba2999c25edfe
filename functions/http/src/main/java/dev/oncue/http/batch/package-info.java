@NullMarked
package dev.oncue.http.batch;

import org.jspecify.annotations.NullMarked;
