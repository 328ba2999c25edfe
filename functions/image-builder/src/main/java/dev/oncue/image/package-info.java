/** Images without a container engine: reads the Containerfile, and lets Jib write what it says. */
@NullMarked
package dev.oncue.image;

import org.jspecify.annotations.NullMarked;
