@NullMarked
package dev.oncue.http.cloudevent;

import org.jspecify.annotations.NullMarked;
