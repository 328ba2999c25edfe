@NullMarked
package dev.oncue.viewer;

import org.jspecify.annotations.NullMarked;
