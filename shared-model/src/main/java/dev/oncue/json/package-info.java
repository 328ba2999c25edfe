@NullMarked
package dev.oncue.json;

import org.jspecify.annotations.NullMarked;
