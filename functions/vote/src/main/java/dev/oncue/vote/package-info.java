@NullMarked
package dev.oncue.vote;

import org.jspecify.annotations.NullMarked;
