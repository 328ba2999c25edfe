@NullMarked
package dev.oncue.pollopen;

import org.jspecify.annotations.NullMarked;
