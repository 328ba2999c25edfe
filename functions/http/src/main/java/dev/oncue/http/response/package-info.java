/** What is done to answers on their way: they are compressed for those who ask for it. */
@NullMarked
package dev.oncue.http.response;

import org.jspecify.annotations.NullMarked;
