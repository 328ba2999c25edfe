@NullMarked
package dev.oncue.text;

import org.jspecify.annotations.NullMarked;
