@NullMarked
package dev.oncue.http.openapi;

import org.jspecify.annotations.NullMarked;
