@NullMarked
package dev.oncue.http.settings;

import org.jspecify.annotations.NullMarked;
