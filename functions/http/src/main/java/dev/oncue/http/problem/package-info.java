@NullMarked
package dev.oncue.http.problem;

import org.jspecify.annotations.NullMarked;
