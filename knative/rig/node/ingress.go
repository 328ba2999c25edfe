package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
	networking "knative.dev/networking/pkg/apis/networking/v1alpha1"
)

const ingressClass = "rig.ingress.networking.knative.dev"

var ingresses = schema.GroupVersionResource{Group: "networking.internal.knative.dev", Version: "v1alpha1", Resource: "ingresses"}

// ingress stands for Kourier and its like: it follows Knative's Ingresses, and sends what comes for their hosts to the
// endpoints of the Services that they name. Routes change at once for all requests that come later.
type ingress struct {
	client   dynamic.Interface
	services *services
	lister   cache.GenericLister
	routes   atomic.Pointer[map[string]route]
	proxy    *httputil.ReverseProxy
}

type route struct {
	namespace string
	paths     []networking.HTTPIngressPath
}

type targetKey struct{}

type target struct {
	endpoints []string
	headers   map[string]string
}

func newIngress(client dynamic.Interface, services *services) *ingress {
	i := &ingress{client: client, services: services}
	i.routes.Store(&map[string]route{})
	transport := &http.Transport{MaxIdleConnsPerHost: 1000, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
		DialContext: (&net.Dialer{Timeout: time.Second}).DialContext}
	i.proxy = &httputil.ReverseProxy{Transport: transport, FlushInterval: -1, ErrorLog: nil,
		Rewrite: func(request *httputil.ProxyRequest) {
			to := request.In.Context().Value(targetKey{}).(target)
			request.SetURL(&url.URL{Scheme: "http", Host: to.endpoints[0]})
			request.Out.Host = request.In.Host
			request.SetXForwarded()
			for name, value := range to.headers {
				request.Out.Header.Set(name, value)
			}
		},
		ErrorHandler: func(answer http.ResponseWriter, request *http.Request, err error) {
			klog.V(1).ErrorS(err, "the ingress had no answer", "host", request.Host)
			answer.WriteHeader(http.StatusBadGateway)
		}}
	return i
}

// start waits for nothing: before Knative's kinds are there the list fails and is tried again.
func (i *ingress) start(ctx context.Context) error {
	informer := dynamicinformer.NewDynamicSharedInformerFactory(i.client, 0).ForResource(ingresses)
	i.lister = informer.Lister()
	changed := make(chan struct{}, 1)
	change := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	_, err := informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { change() },
		UpdateFunc: func(any, any) { change() },
		DeleteFunc: func(any) { change() },
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(ingressTarget, "80"))
	if err != nil {
		return err
	}
	go informer.Informer().Run(ctx.Done())
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-changed:
			case <-time.After(5 * time.Second):
			}
			i.reconcile(ctx)
		}
	}()
	go func() { _ = http.Serve(listener, i) }()
	return nil
}

func (i *ingress) reconcile(ctx context.Context) {
	objects, err := i.lister.List(labels.Everything())
	if err != nil {
		return
	}
	routes := map[string]route{}
	var all []*networking.Ingress
	for _, object := range objects {
		one := &networking.Ingress{}
		if runtime.DefaultUnstructuredConverter.FromUnstructured(object.(*unstructured.Unstructured).Object, one) != nil {
			continue
		}
		all = append(all, one)
		for _, rule := range one.Spec.Rules {
			for _, host := range rule.Hosts {
				if rule.HTTP != nil {
					routes[host] = route{one.Namespace, rule.HTTP.Paths}
				}
			}
		}
	}
	i.routes.Store(&routes)
	for _, one := range all {
		i.report(ctx, one)
	}
}

// report says that an Ingress is in force, which it is once the routes are stored.
func (i *ingress) report(ctx context.Context, one *networking.Ingress) {
	if one.Status.ObservedGeneration == one.Generation && one.IsReady() || one.DeletionTimestamp != nil {
		return
	}
	here := []networking.LoadBalancerIngressStatus{{DomainInternal: "ingress." + ingressDomain}}
	one.Status.InitializeConditions()
	one.Status.MarkNetworkConfigured()
	one.Status.MarkLoadBalancerReady(here, here)
	one.Status.ObservedGeneration = one.Generation
	object, err := runtime.DefaultUnstructuredConverter.ToUnstructured(one)
	if err != nil {
		return
	}
	_, err = i.client.Resource(ingresses).Namespace(one.Namespace).UpdateStatus(ctx, &unstructured.Unstructured{Object: object}, metav1.UpdateOptions{})
	if err != nil {
		klog.V(1).ErrorS(err, "an Ingress' status; again in five seconds", "name", one.Name)
	}
}

func (i *ingress) ServeHTTP(answer http.ResponseWriter, request *http.Request) {
	to, err := i.find(request)
	if err != nil {
		http.Error(answer, err.Error(), http.StatusServiceUnavailable)
		return
	}
	i.proxy.ServeHTTP(answer, request.WithContext(context.WithValue(request.Context(), targetKey{}, to)))
}

func (i *ingress) find(request *http.Request) (target, error) {
	host, _, _ := strings.Cut(request.Host, ":")
	found, ok := (*i.routes.Load())[host]
	if !ok {
		return target{}, errors.New("no route has this host")
	}
	for _, path := range found.paths {
		if !strings.HasPrefix(request.URL.Path, path.Path) || len(path.Splits) == 0 {
			continue
		}
		split := choose(path.Splits, rand.IntN(100))
		to := target{headers: map[string]string{}, endpoints: i.services.ready(split.ServiceNamespace, split.ServiceName, i.portName(split))}
		for _, headers := range []map[string]string{path.AppendHeaders, split.AppendHeaders} {
			for name, value := range headers {
				to.headers[name] = value
			}
		}
		if len(to.endpoints) == 0 {
			return target{}, errors.New("no endpoint is ready")
		}
		return to, nil
	}
	return target{}, errors.New("no route has this path")
}

// choose takes a split by its share; point is of 0 to 99.
func choose(splits []networking.IngressBackendSplit, point int) networking.IngressBackendSplit {
	for _, split := range splits {
		if point -= split.Percent; point < 0 {
			return split
		}
	}
	return splits[0]
}

func (i *ingress) portName(split networking.IngressBackendSplit) string {
	if split.ServicePort.Type == intstr.String {
		return split.ServicePort.StrVal
	}
	service, err := i.services.services.Services(split.ServiceNamespace).Get(split.ServiceName)
	if err != nil {
		return strconv.Itoa(split.ServicePort.IntValue())
	}
	return nameOf(service, split.ServicePort.IntVal)
}

func nameOf(service *v1.Service, number int32) string {
	for _, port := range service.Spec.Ports {
		if port.Port == number {
			return port.Name
		}
	}
	return ""
}
