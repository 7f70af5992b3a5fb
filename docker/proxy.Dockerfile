# Caddy without root: it listens above 1024, and its folders belong to its own user.
FROM caddy:2.10-alpine
# The file capability for low ports would keep the program from starting at all once the container has no capabilities.
RUN setcap -r /usr/bin/caddy \
    && adduser -D -H -u 10002 caddy \
    && chown -R caddy:caddy /data /config
COPY docker/Caddyfile /etc/caddy/Caddyfile
USER 10002:10002
EXPOSE 8080 8443
