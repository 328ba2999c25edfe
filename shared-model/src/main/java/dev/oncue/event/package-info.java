@NullMarked
package dev.oncue.event;

import org.jspecify.annotations.NullMarked;
