@echo off
rem Starts the command line on Windows. Builds it on first use; after changing the sources, run
rem   mvn -q -DskipTests -pl denoise,cuda-kernels -am package
rem JAVA_HOME: the Java to use (17 or newer), otherwise the java on the PATH.
rem LIMPID_JAVA_OPTS: further options for the Java virtual machine, such as -Xmx8g
setlocal
set "home=%~dp0"
set "release=0.1.0-SNAPSHOT"
set "jar=%home%denoise\target\limpid-denoise-%release%.jar"
set "cuda=%home%cuda-kernels\target"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo limpid: Java 17 or newer is needed and none was found. Install a JDK ^(winget install EclipseAdoptium.Temurin.17.JDK^) or set JAVA_HOME.>&2
  exit /b 2
)
set "major=0"
for /f "tokens=3" %%v in ('""%java%" -version 2^>^&1 ^| findstr /i /c:" version ""') do (
  for /f "delims=.-+ " %%m in ("%%~v") do set "major=%%m"
)
if %major% LSS 17 (
  echo limpid: Java 17 or newer is needed, "%java%" is older. Install a JDK ^(winget install EclipseAdoptium.Temurin.17.JDK^) or set JAVA_HOME.>&2
  exit /b 2
)

if exist "%jar%" if exist "%home%denoise\target\lib" if exist "%cuda%\lib" goto run
where mvn >nul 2>&1
if errorlevel 1 (
  echo limpid: Maven 3.8 or newer is needed to build Limpid and no mvn was found. Install it from maven.apache.org and add it to the PATH.>&2
  exit /b 2
)
echo limpid: first use, building ^(one to two minutes, longer if Maven has to download^)>&2
pushd "%home%"
call mvn -q -B -ntp -DskipTests -pl denoise,cuda-kernels -am package >&2
if errorlevel 1 (
  popd
  echo limpid: the build failed, see Maven's messages above.>&2
  exit /b 2
)
popd

:run
rem As in the script limpid: up to Java 25 the program loads the Vector API without a warning.
set "module=--add-exports java.base/jdk.internal.module=ALL-UNNAMED"
if %major% GTR 25 set "module=--add-modules jdk.incubator.vector"
if %major% GEQ 22 set "module=%module% --enable-native-access=ALL-UNNAMED"
"%java%" -XX:+UseSerialGC -XX:ObjectAlignmentInBytes=64 -XX:MaxRAMPercentage=50 %LIMPID_JAVA_OPTS% %module% -cp "%jar%;%home%denoise\target\lib\*;%cuda%\limpid-cuda-kernels-%release%.jar;%cuda%\lib\*" org.limpid.denoise.cli.Main %*
exit /b %errorlevel%
