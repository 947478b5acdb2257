# The console in an image without a shell, run by nobody, from files that need not be writable. How it is made: scripts/image-root.ts;
# what holds of it: e2e/image.e2e.ts. Build: docker build -t sluice .
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm run image-root -- /root-of-image

FROM scratch
COPY --from=build /root-of-image /
WORKDIR /app
USER 65532:65532
ENV HOST=0.0.0.0 PORT=3000 NODE_ENV=production
EXPOSE 3000
ENTRYPOINT ["/nodejs/bin/node", "/app/server.mjs"]
