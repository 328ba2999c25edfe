# shellcheck shell=bash disable=SC2154 # part of rig
# Knative from the manifests of its modules: what its releases are made of, with the rig's names for images.

# released <version> <files...>: as a release has them.
released() {
  local version=$1 file
  shift
  for file in "$@"; do
    echo ---
    sed -E "s#ko://knative\.dev/([a-z]+)/cmd/([a-z_/]+)#rig.local/\1/\2:0.50.0#; s#app\.kubernetes\.io/version: devel#app.kubernetes.io/version: \"$version\"#" "$file"
  done
}

apply() {
  kube apply --server-side --force-conflicts -f - >>"$run/logs/apply.log" 2>&1 || fail "the cluster refuses it; see $run/logs/apply.log"
}

install_serving() {
  local of networking caching core
  of=$(module knative.dev/serving)
  networking=$(module knative.dev/networking)
  caching=$(module knative.dev/caching)
  core=$of/config/core
  released "$knative" "$core/100-namespace.yaml" "$core"/300-resources/*.yaml "$caching/config/image.yaml" \
    "$networking"/config/{certificate,domain-claim,ingress,serverlessservice}.yaml | apply
  kube wait --for condition=Established --timeout 60s crd --all >/dev/null
  released "$knative" "$core"/200-roles/*.yaml "$core/200-serviceaccount.yaml" "$core"/configmaps/*.yaml "$networking/config/config-network.yaml" | apply
  kube -n knative-serving patch configmap config-network --type merge -p '{"data":{"ingress-class":"rig.ingress.networking.knative.dev"}}' >/dev/null
  kube -n knative-serving patch configmap config-domain --type merge -p '{"data":{"rig.test":""}}' >/dev/null
  released "$knative" "$core"/deployments/{activator,autoscaler,controller,webhook}.yaml "$core/999-cache.yaml" | apply
  released "$knative" "$core"/webhooks/*.yaml | apply
  kube -n knative-serving wait --for condition=Available --timeout "${patience}s" deployment --all >/dev/null ||
    fail "Knative Serving is not ready; the pods' logs are in $run/logs/pods"
}

install_eventing() {
  local config broker channel
  config=$(module knative.dev/eventing)/config
  # The controller wants to know images that nothing of ours uses.
  broker=$config/brokers/mt-channel-broker
  channel=$config/channels/in-memory-channel
  released "$knative" "$config/core/100-namespace.yaml" "$config"/core/resources/*.yaml "$channel"/resources/*.yaml | apply
  kube wait --for condition=Established --timeout 60s crd --all >/dev/null
  released "$knative" "$config"/core/roles/*.yaml "$config"/core/200-*.yaml "$config"/core/configmaps/*.yaml "$broker"/roles/*.yaml \
    "$config"/../third_party/eventing-integrations-latest/*-images.yaml "$channel"/200-*.yaml "$channel"/roles/*.yaml "$channel"/configmaps/*.yaml | apply
  released "$knative" "$config"/core/deployments/{controller,webhook}.yaml "$broker"/deployments/{controller,broker-filter,broker-ingress}.yaml \
    "$channel"/deployments/*.yaml | apply
  released "$knative" "$config"/core/webhooks/*.yaml "$channel"/webhooks/*.yaml | apply
  kube -n knative-eventing wait --for condition=Available --timeout "${patience}s" deployment --all >/dev/null ||
    fail "Knative Eventing is not ready; the pods' logs are in $run/logs/pods"
}
