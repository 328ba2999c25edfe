@NullMarked
package dev.oncue.react;

import org.jspecify.annotations.NullMarked;
