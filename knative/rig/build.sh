# shellcheck shell=bash disable=SC2154 # part of rig
# What the rig consists of, each program from its published module; go.mod has the versions.

# <name> <package>
programs() {
  cat <<'PROGRAMS'
etcd go.etcd.io/etcd/server/v3
kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver
kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager
kube-scheduler k8s.io/kubernetes/cmd/kube-scheduler
serving-controller knative.dev/serving/cmd/controller
serving-webhook knative.dev/serving/cmd/webhook
serving-autoscaler knative.dev/serving/cmd/autoscaler
serving-activator knative.dev/serving/cmd/activator
serving-queue knative.dev/serving/cmd/queue
kn knative.dev/client/cmd/kn
node ./node
eventing-controller knative.dev/eventing/cmd/controller
eventing-webhook knative.dev/eventing/cmd/webhook
eventing-broker-controller knative.dev/eventing/cmd/mtchannel_broker
eventing-broker-ingress knative.dev/eventing/cmd/broker/ingress
eventing-broker-filter knative.dev/eventing/cmd/broker/filter
eventing-channel-controller knative.dev/eventing/cmd/in_memory/channel_controller
eventing-channel-dispatcher knative.dev/eventing/cmd/in_memory/channel_dispatcher
PROGRAMS
}

find_go() {
  local candidate
  for candidate in go /usr/local/go/bin/go; do
    if command -v "$candidate" >/dev/null && "$candidate" version | grep -qE ' go1\.(2[5-9]|[3-9][0-9])(\.| )'; then
      go=$(command -v "$candidate")
      return
    fi
  done
  fail "Go 1.25 or newer is not there; https://go.dev/dl has it"
}

# Go itself sees what has not changed.
build() {
  find_go
  mkdir -p "$bin"
  local name package began flags
  flags="-s -w -X k8s.io/component-base/version.gitVersion=v$kubernetes -X k8s.io/component-base/version.gitMajor=${kubernetes%%.*}"
  flags+=" -X k8s.io/component-base/version.gitMinor=$(cut -d. -f2 <<<"$kubernetes")"
  while read -r name package; do
    began=$SECONDS
    (cd "$here" && GOFLAGS=-buildvcs=false "$go" build -trimpath ${ONCUE_RIG_JOBS:+-p "$ONCUE_RIG_JOBS"} -ldflags "$flags" -o "$bin/$name" "$package") ||
      fail "$name could not be built"
    if ((SECONDS - began > 1)); then say "built $name in $((SECONDS - began)) s"; fi
  done < <(programs)
}

built() {
  local name package
  find_go
  while read -r name package; do [[ -x $bin/$name ]] || return 1; done < <(programs)
}

# module <path>: its folder, which has its manifests.
module() {
  (cd "$here" && "$go" list -m -f '{{.Dir}}' "$1") || fail "the module $1 is not there"
}
