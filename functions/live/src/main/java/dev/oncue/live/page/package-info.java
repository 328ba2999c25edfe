/** The pages and what they load, as files. */
@NullMarked
package dev.oncue.live.page;

import org.jspecify.annotations.NullMarked;
