package dev.oncue.local.page;

import dev.oncue.local.NeedsProgram;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that drives a browser. Skipped, with the line that installs it, where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NeedsProgram(value = Chromium.COMMAND, aptPackage = "chromium")
@interface NeedsChromium {}
