@echo off
rem Starts the feedhold command. In a clone it builds first if that has not been done.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"

rem ---- Java
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
  echo feedhold: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; set it to a Java 17 or 21. 1>&2
  exit /b 2
)
if not defined JAVA_HOME where java >nul 2>nul || (
  echo feedhold: Java is missing; install Java 17 or 21, or set JAVA_HOME to it. 1>&2
  exit /b 2
)
set "JAVA_VERSION="
for /f "tokens=3" %%v in ('"%JAVA%" -version 2^>^&1 ^| findstr version') do if not defined JAVA_VERSION set "JAVA_VERSION=%%~v"
for /f "delims=." %%v in ("%JAVA_VERSION%") do set "JAVA_VERSION=%%v"
if not "%JAVA_VERSION%"=="17" if not "%JAVA_VERSION%"=="21" (
  echo feedhold: Java 17 or 21 is needed, but this is Java %JAVA_VERSION%; set JAVA_HOME to one of them. 1>&2
  exit /b 2
)

rem ---- Build, in a clone
set "HOME_DIR=%HERE%"
if exist "%HERE%lib\jvm.options" goto run
if exist "%HERE%cli\target\distribution" goto built
echo Building Feedhold: first use; a minute or two, longer if libraries have to be downloaded 1>&2
if not exist "%HERE%.feedhold" mkdir "%HERE%.feedhold"
pushd "%HERE%"
call mvnw.cmd -B -Dquick -Dstyle.color=never -pl cli -am package > "%HERE%.feedhold\build.log" 2>&1
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
  echo feedhold: the build failed; read %HERE%.feedhold\build.log 1>&2
  exit /b 1
)
:built
set /p DISTRIBUTION=<"%HERE%cli\target\distribution"
set "HOME_DIR=%HERE%cli\target\%DISTRIBUTION%\"

:run
set "SIZES="
if "%~1"=="demo" set SIZES="@%HOME_DIR%lib\demo.options"
"%JAVA%" "@%HOME_DIR%lib\jvm.options" %SIZES% %FEEDHOLD_JAVA_OPTIONS% -cp "%HOME_DIR%lib\*" org.feedhold.cli.Feedhold %*
exit /b %ERRORLEVEL%
