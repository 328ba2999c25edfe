@NullMarked
package dev.oncue.hotrod;

import org.jspecify.annotations.NullMarked;
