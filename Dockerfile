# Builds everything with its development tools, sqlite3 from source where there is no prebuilt binary for the platform.
FROM node:20-bookworm AS build
WORKDIR /app
COPY . .
RUN npm ci

# What runs needs no more than this, with the drivers of every database and what metrics need.
FROM build AS production
RUN npm pkg delete devDependencies.pg devDependencies.mysql2 devDependencies.prom-client && \
  npm pkg set "dependencies.pg=^8.0.0" "dependencies.mysql2=^3.0.0" "dependencies.prom-client=^15.0.0" && \
  npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 KOA_SIMPLE_SECURITY_DB_LOCATION=/data/sqlite.db
WORKDIR /app
COPY --from=production /app/package.json /app/openapi.yaml /app/LICENSE ./
COPY --from=production /app/node_modules ./node_modules
COPY --from=production /app/dist ./dist
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/cli.js", "serve"]
