@NullMarked
package dev.oncue.http;

import org.jspecify.annotations.NullMarked;
