@NullMarked
package dev.oncue.http.token;

import org.jspecify.annotations.NullMarked;
