@NullMarked
package dev.oncue.live;

import org.jspecify.annotations.NullMarked;
