@NullMarked
package dev.oncue.embedded;

import org.jspecify.annotations.NullMarked;
