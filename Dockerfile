# LocalHost as a container: the same functions on real connections, for those who outgrow per-execution pricing
# (docs/operations.md). Without connections it keeps everything in /data.
# Never built so far, because the tests have no Docker; its 'dotnet publish' was run on a copy of just these files, with Node 20.
#
#   docker build -t serverless .
#   docker run --read-only --tmpfs /tmp -v serverless:/data -p 127.0.0.1:8080:8080 serverless

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# Builds the console; without it the image would serve a page that says so.
RUN apt-get update && apt-get install -y --no-install-recommends npm
WORKDIR /src
COPY global.json host.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Console src/Console
COPY src/Core src/Core
COPY src/Functions src/Functions
COPY src/LocalHost src/LocalHost
# Compiled ahead together with the framework: a start takes little more than half of what it takes if the app alone is compiled ahead.
RUN dotnet publish src/LocalHost --configuration Release --use-current-runtime --self-contained true \
      -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --output /app \
 && mkdir /data

# "extra" brings ICU, without which host names in other scripts could not be compared.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID
ENV Data=/data \
    Urls=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0 \
    Network__AllowedAddresses= \
    Network__TrustedProxies= \
    Gateway__AllowedHosts=
VOLUME /data
EXPOSE 8080
# There is no shell here, and no curl: the program asks its running self for /api/health/live.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["./Serverless.LocalHost", "--health", "http://localhost:8080"]
ENTRYPOINT ["./Serverless.LocalHost"]
