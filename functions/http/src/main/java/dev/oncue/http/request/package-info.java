@NullMarked
package dev.oncue.http.request;

import org.jspecify.annotations.NullMarked;
