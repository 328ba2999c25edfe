# What deploy and undeploy share: how they speak, how they reach the cluster, and how they pick from what kustomize renders.

timeout=600
context=
work=

step() {
  number=$((${number:-0} + 1))
  echo "[$number] $*" >&2
}

say() {
  echo "    $*" >&2
}

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

bad_argument() {
  echo "${0##*/}: $*" >&2
  usage >&2
  exit 2
}

begin() {
  work=$(mktemp -d)
  # It holds the secret for a moment.
  chmod 700 "$work"
  trap 'rm -rf "$work"' EXIT
}

overlays() {
  (cd "$here/overlays" && echo */ | tr -d /)
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is not there$(where_from "$tool")"
  done
}

where_from() {
  case $1 in
    kn) echo "; https://knative.dev/docs/client/install-kn says where it is from" ;;
    kubectl) echo "; https://kubernetes.io/docs/tasks/tools says where it is from" ;;
  esac
}

kube() {
  kubectl ${context:+--context "$context"} "$@"
}

kn_() {
  kn ${context:+--context "$context"} "$@"
}

reach() {
  kube get --raw /readyz >/dev/null 2>"$work/error" || fail "the cluster does not answer: $(cat "$work/error")"
}

# rendered <folder> <name>
rendered() {
  kubectl kustomize "$1" >"$work/$2.yaml" 2>"$work/error" || fail "${1#"$here/"}: $(cat "$work/error")"
}

# What is to be there, and where.
render() {
  local folder=$here/overlays/$overlay
  rendered "$folder" all
  rendered "$folder/grid" grid
  rendered "$folder/serving" serving
  namespace=$(sed -n 's/^namespace: *//p' "$folder/kustomization.yaml")
  [[ -n $namespace ]] || fail "overlays/$overlay/kustomization.yaml names no namespace"
  documents=$work/all.yaml
}

# pick <how> <apiVersion/kind, a pattern> [name]: documents of $documents; kustomize writes them all in one way.
pick() {
  awk -v how="$1" -v kind="$2" -v name="${3:-}" -v prefix="${4:-}" '
    function done() {
      if (text == "") return
      matches = (version "/" type) ~ kind
      if (how == "names") { if (matches) print prefix found }
      else if (how == "only" ? matches && (name == "" || name == found) : !matches) printf "---\n%s", text
      text = version = type = found = ""
    }
    /^---$/ { done(); metadata = 0; next }
    { text = text $0 "\n" }
    /^[a-z]/ { metadata = 0 }
    /^metadata:$/ { metadata = 1 }
    /^apiVersion: / { version = $2 }
    /^kind: / { type = $2 }
    metadata && /^  name: / { found = $2 }
    END { done() }' "$documents"
}

only() {
  pick only "$@"
}

without() {
  pick without "$@"
}

# names <pattern> [prefix]
names() {
  pick names "$1" "" "${2:-}"
}
