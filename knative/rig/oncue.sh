# shellcheck shell=bash disable=SC2154 # part of rig
# What a cluster has before knative/deploy: the namespace, keys, a login for each function, the grid, and a copy of this
# repository's overlays with the rig's images. The Infinispan Operator is not here, so the grid is one server.

java_=${JAVA_HOME:+$JAVA_HOME/bin/}java
namespace=oncue

# Any will do: the rig knows its programs by name.
digest() {
  printf %s "$1" | sha256sum | cut -d' ' -f1
}

packaged() {
  local name
  for name in vote reaction poll-open poll-close live warm-pool; do
    [[ -f $repo/functions/$name/target/quarkus-app/quarkus-run.jar ]] || return 1
  done
  compgen -G "$repo/infinispan-config/server/target/lib/oncue-server-tasks-*.jar" >/dev/null
}

secret() {
  kube -n "$namespace" create secret generic "$@" >/dev/null || fail "the secret $1 could not be made"
}

make_token_keys() {
  local name
  for name in platform ticket; do
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$name-key.pem" 2>/dev/null
    openssl pkey -in "$name-key.pem" -pubout -out "$name.pem"
  done
  secret oncue-ticket-key --from-file=key.pem=ticket-key.pem
  secret oncue-jwt-keys --from-file=platform=platform.pem --from-file=tickets=ticket.pem
}

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# token <group>: of the platform, good for a day.
token() {
  local text
  text=$(printf '{"alg":"RS256"}' | base64url).$(printf '{"sub":"rig","groups":["%s"],"exp":%s}' "$1" $(($(date +%s) + 86400)) | base64url)
  echo "$text.$(printf %s "$text" | openssl dgst -sha256 -sign platform-key.pem -binary | base64url)"
}

# The groups that infinispan-config/README.md gives to each login.
groups_of() {
  case $1 in
    poll-open | live) echo "oncue-$1,oncue-deliveries,oncue-claims,oncue-presence" ;;
    reaction) echo "oncue-$1,oncue-deliveries,oncue-claims" ;;
    warm-pool) echo "oncue-$1,oncue-deliveries,oncue-presence" ;;
    *) echo "oncue-$1,oncue-deliveries" ;;
  esac
}

make_grid_logins() {
  local name
  mkdir -p conf
  touch conf/users.properties conf/groups.properties
  for name in vote reaction poll-open poll-close live warm-pool; do
    openssl rand -hex 24 >"password-$name"
    secret "oncue-grid-login-$name" --from-literal=user="$name" --from-literal=password="$(cat "password-$name")"
    echo "user create $name -p $(cat "password-$name") -g $(groups_of "$name") -s ."
  done >users.cli
  "$java_" -Dcli.dir=. -cp "$repo/infinispan-config/server/target/lib/*" org.infinispan.cli.commands.CLI -f users.cli >/dev/null
  for name in vote warm-pool; do grep -q "^$name=" conf/users.properties || fail "the grid's logins could not be made"; done
}

make_grid_tls() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout grid.key -out grid.crt \
    -subj /CN=oncue-grid -addext "subjectAltName=DNS:oncue-grid.$namespace.svc" 2>/dev/null
  openssl rand -hex 24 >keystore-password
  openssl pkcs12 -export -inkey grid.key -in grid.crt -name oncue -passout file:keystore-password -out server.p12
  secret oncue-grid-ca --from-file=ca.crt=grid.crt
  cat >server.properties <<PROPERTIES
oncue.keystore.path=/etc/oncue/grid/server.p12
oncue.keystore.password=$(cat keystore-password)
oncue.users.path=/etc/oncue/grid/users.properties
oncue.groups.path=/etc/oncue/grid/groups.properties
oncue.cluster.hosts=127.0.0.1[7800]
PROPERTIES
  secret rig-grid --from-file=server.p12 --from-file=server.properties --from-file=conf/users.properties --from-file=conf/groups.properties
}

# A copy of this repository's manifests with the rig's images, as overlays/production asks for: deploy reads the folder that it
# lies in. And the rig's own overlays, which are production with a few differences.
copy_overlays() {
  local image file overlay overlays=$run/repository/knative/overlays
  mkdir -p "$run/repository/infinispan-config"
  cp -r "$repo/knative" "$run/repository/knative"
  cp -r "$repo/infinispan-config/operator" "$run/repository/infinispan-config/operator"
  for file in "$overlays"/*/kustomization.yaml; do
    for image in vote reaction poll-open poll-close live warm-pool; do
      sed -i "/newName: registry.example.com\/oncue\/$image\$/{s#registry.example.com#rig.local#;n;s#newTag: .*#digest: sha256:$(digest "$image")#}" "$file"
    done
    sed -i "/name: docker.io\/nginxinc/{n;s#newTag: .*#digest: sha256:$(digest nginx)#}" "$file"
  done
  for overlay in "$here"/overlays/*/; do
    overlay=$overlays/$(basename "$overlay")
    cp -r "$here/overlays/$(basename "$overlay")" "$overlay"
    cp -r "$overlays/production/grid" "$overlays/production/serving" "$overlay/"
  done
}

oncue() {
  packaged || fail "the functions or the grid's tasks are not packaged; ./mvnw -q -DskipTests -DskipITs package does it"
  local began=$SECONDS
  rm -rf "$run/repository"
  copy_overlays
  kube create namespace "$namespace" >/dev/null
  (
    umask 077
    mkdir -p "$run/secrets/oncue"
    cd "$run/secrets/oncue"
    make_token_keys
    make_grid_logins
    make_grid_tls
    token producer >producer
    token host >host
  )
  kube -n "$namespace" apply -f "$here/grid.yaml" >/dev/null
  kube -n "$namespace" wait --for condition=Available --timeout "${patience}s" deployment/oncue-grid >/dev/null || fail "the grid is not ready"
  say "the grid is ready after $((SECONDS - began)) s"
}
