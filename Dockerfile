# syntax=docker/dockerfile:1
# A node with its own Dolt. Run it with a volume on /data; the rest of the file system may be read-only:
#   docker build -t wasteland . && docker run --read-only -v wasteland:/data -p 8080:8080 -p 50051:50051 wasteland
ARG NODE_VERSION=24.21.0
ARG DOLT_VERSION=1.83.2

FROM dolthub/dolt:${DOLT_VERSION} AS dolt

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-fund --no-audit
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
RUN node scripts/build.mjs

FROM node:${NODE_VERSION}-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-fund --no-audit

FROM node:${NODE_VERSION}-bookworm-slim AS runtime
LABEL org.opencontainers.image.title="wasteland" \
      org.opencontainers.image.description="A self-hostable Wasteland node: a federated task market with signed, verifiable reputation" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
# Dolt fetches from https peers with the system's certificate authorities; tini is process 1, hands signals on and reaps orphans.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates tini \
 && rm -rf /var/lib/apt/lists/*
COPY --from=dolt /usr/local/bin/dolt /usr/local/bin/dolt
WORKDIR /app
COPY package.json LICENSE README.md FEDERATION.md SECURITY.md ./
COPY bin bin
COPY migrations migrations
COPY assets assets
COPY docs docs
COPY examples/skills examples/skills
COPY scripts/find-dolt.mjs scripts/find-program.mjs scripts/
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN ln -s /app/bin/wasteland.mjs /usr/local/bin/wasteland \
 && install -d -o node -g node -m 0700 /data
ENV NODE_ENV=production \
    WASTELAND_DATA_DIR=/data \
    WASTELAND_HOST=0.0.0.0 \
    WASTELAND_DOLT_BIN=/usr/local/bin/dolt
VOLUME /data
EXPOSE 8080 50051
# The image's user `node`, as a number, so that Kubernetes can see that it isn't root.
USER 1000:1000
# The node drains for up to ten seconds and stops its Dolts itself: give it more than docker's own ten (--stop-timeout 30).
STOPSIGNAL SIGTERM
# A first start, or one that makes the read model anew, opens its doors only when it is done.
HEALTHCHECK --interval=10s --timeout=5s --start-period=5m --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WASTELAND_PORT || 8080}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1))"]
ENTRYPOINT ["tini", "--", "wasteland"]
CMD ["serve"]
