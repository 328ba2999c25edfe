# shellcheck shell=bash disable=SC2154 # part of rig
# etcd, the API server, the controller manager, the scheduler and the node, as processes in one network namespace.

make_network() {
  ip netns add "$network"
  ip -n "$network" link set lo up
  ip -n "$network" link add rig0 type bridge
  ip -n "$network" addr add 10.244.0.1/16 dev rig0
  ip -n "$network" link set rig0 up
  # Each cluster address is this namespace's own; the node listens on those that Services have.
  ip -n "$network" route add local 10.96.0.0/16 dev lo
  mkdir -p "/etc/netns/$network"
  printf 'nameserver 10.96.0.10\nsearch svc.cluster.local cluster.local\noptions ndots:5\n' >"/etc/netns/$network/resolv.conf"
}

# certificate <name> <subject> [alternative names]
certificate() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "$2" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out "$1.crt" \
    -extfile <(printf 'extendedKeyUsage=serverAuth,clientAuth\n%s\n' "${3:+subjectAltName=$3}") 2>/dev/null
}

# kubeconfig <name>
kubeconfig() {
  cat >"$1.kubeconfig" <<CONFIG
apiVersion: v1
kind: Config
clusters: [{name: rig, cluster: {server: "https://10.244.0.1:6443", certificate-authority: $PWD/ca.crt}}]
users: [{name: $1, user: {client-certificate: $PWD/$1.crt, client-key: $PWD/$1.key}}]
contexts: [{name: rig, context: {cluster: rig, user: $1}}]
current-context: rig
CONFIG
}

make_keys() {
  mkdir -p "$run/secrets" "$run/logs" "$run/pids"
  (
    umask 077
    cd "$run/secrets"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout ca.key -out ca.crt -subj /CN=rig 2>/dev/null
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out accounts.key 2>/dev/null
    openssl pkey -in accounts.key -pubout -out accounts.pub
    certificate api /CN=kube-apiserver "IP:10.244.0.1,IP:10.96.0.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
    certificate admin /O=system:masters/CN=admin
    certificate node /O=system:nodes/CN=system:node:rig
    certificate controllers /CN=system:kube-controller-manager
    certificate scheduler /CN=system:kube-scheduler
    for name in admin node controllers scheduler; do kubeconfig "$name"; done
  )
}

# launch <name> <command...>: in the rig's network, until rig stop.
launch() {
  local name=$1
  shift
  # One process from here on: each of these becomes the next.
  PATH=$bin:$PATH KUBECONFIG=$run/secrets/admin.kubeconfig ip netns exec "$network" setsid "$@" </dev/null >>"$run/logs/$name.log" 2>&1 &
  echo $! >"$run/pids/$name"
}

start_etcd() {
  launch etcd "$bin/etcd" --data-dir "$run/etcd" --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --unsafe-no-fsync --log-level warn
}

start_api() {
  local secrets=$run/secrets
  launch kube-apiserver "$bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --advertise-address 10.244.0.1 --secure-port 6443 \
    --service-cluster-ip-range 10.96.0.0/16 --authorization-mode Node,RBAC --allow-privileged \
    --client-ca-file "$secrets/ca.crt" --tls-cert-file "$secrets/api.crt" --tls-private-key-file "$secrets/api.key" \
    --service-account-issuer https://kubernetes.default.svc.cluster.local --service-account-key-file "$secrets/accounts.pub" \
    --service-account-signing-key-file "$secrets/accounts.key"
}

start_control_plane() {
  local secrets=$run/secrets
  start_etcd
  start_api
  until_true "the API server is ready" kube get --raw /readyz
  launch kube-controller-manager "$bin/kube-controller-manager" --kubeconfig "$secrets/controllers.kubeconfig" --leader-elect=false \
    --root-ca-file "$secrets/ca.crt" --service-account-private-key-file "$secrets/accounts.key" --use-service-account-credentials
  launch kube-scheduler "$bin/kube-scheduler" --kubeconfig "$secrets/scheduler.kubeconfig" --leader-elect=false
}

start_node() {
  RIG_BIN=$bin RIG_REPO=$repo RIG_JAVA=$(readlink -f "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")") \
    launch node "$bin/node" -home "$run" -images "$here/images.yaml"
  until_true "the node is ready" kube wait --for condition=Ready --timeout 1s node/rig
}

pid_of() {
  cat "$run/pids/$1" 2>/dev/null || true
}

# A pid alone says nothing: it may be another process' by now.
alive() {
  local pid
  pid=$(pid_of "$1")
  [[ -n $pid && $(readlink "/proc/$pid/exe" 2>/dev/null) == "$bin/"* ]]
}

kill_one() {
  alive "$1" || fail "$1 does not run"
  kill -9 "$(pid_of "$1")"
}

again() {
  case $1 in
    etcd) start_etcd ;;
    kube-apiserver) start_api ;;
    *) fail "etcd or kube-apiserver, not $1" ;;
  esac
}

end() {
  local name pid last
  for name in "$@"; do
    if alive "$name"; then
      pid=$(pid_of "$name")
      kill "$pid" 2>/dev/null || true
      last=$((SECONDS + 15))
      while alive "$name" && ((SECONDS < last)); do sleep 0.1; done
      if alive "$name"; then kill -9 "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$run/pids/$name"
  done
}

# What is left in the rig's own networks goes with them.
stop() {
  local name pid
  end node kube-scheduler kube-controller-manager kube-apiserver etcd
  for name in $(ip netns list 2>/dev/null | awk -v rig="$network" '$1 == rig || $1 ~ /^rig-pod-[0-9]+$/ { print $1 }'); do
    for pid in $(ip netns pids "$name"); do kill -9 "$pid" 2>/dev/null || true; done
    ip netns del "$name"
  done
  rm -rf "/etc/netns/$network" "$run/etcd" "$run/secrets" "$run/pids" "$run/kubelet" "$run/containers" "$run/repository"
}

status() {
  local name
  for name in etcd kube-apiserver kube-controller-manager kube-scheduler node; do
    if alive "$name"; then echo "$name runs, process $(pid_of "$name")"; else echo "$name does not run"; fi
  done
  if alive kube-apiserver; then kube get nodes,pods -A; fi
}
