package main

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// services stands for kube-proxy: it listens on each Service's cluster address, which this namespace takes for its own, and
// joins each connection to one of the ready endpoints. Callers see no difference, endpoints see the bridge's address.
type services struct {
	services corelisters.ServiceLister
	slices   discoverylisters.EndpointSliceLister

	mutex     sync.Mutex
	listeners map[netip.AddrPort]net.Listener
}

func newServices(factory informers.SharedInformerFactory) *services {
	s := &services{
		services:  factory.Core().V1().Services().Lister(),
		slices:    factory.Discovery().V1().EndpointSlices().Lister(),
		listeners: map[netip.AddrPort]net.Listener{},
	}
	factory.Core().V1().Services().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { s.listen() },
		UpdateFunc: func(any, any) { s.listen() },
		DeleteFunc: func(any) { s.listen() },
	})
	return s
}

type clusterPort struct {
	namespace, name, port string
}

// listen opens what a Service has and nobody listens on, and closes what no Service has any more.
func (s *services) listen() {
	all, err := s.services.List(labels.Everything())
	if err != nil {
		return
	}
	wanted := map[netip.AddrPort]clusterPort{}
	for _, service := range all {
		address, err := netip.ParseAddr(service.Spec.ClusterIP)
		if err != nil {
			continue
		}
		for _, port := range service.Spec.Ports {
			if port.Protocol == v1.ProtocolTCP {
				wanted[netip.AddrPortFrom(address, uint16(port.Port))] = clusterPort{service.Namespace, service.Name, port.Name}
			}
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for address, listener := range s.listeners {
		if _, found := wanted[address]; !found {
			_ = listener.Close()
			delete(s.listeners, address)
		}
	}
	for address, port := range wanted {
		if _, found := s.listeners[address]; found {
			continue
		}
		listener, err := net.Listen("tcp", address.String())
		if err != nil {
			klog.ErrorS(err, "a cluster address", "service", port.name)
			continue
		}
		s.listeners[address] = listener
		go s.accept(listener, address)
	}
}

func (s *services) accept(listener net.Listener, address netip.AddrPort) {
	for {
		caller, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		} else if err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		go s.join(caller, address)
	}
}

// join finds who has the address now: between two Services it may change hands.
func (s *services) join(caller net.Conn, address netip.AddrPort) {
	defer caller.Close()
	all, _ := s.services.List(labels.Everything())
	for _, service := range all {
		if service.Spec.ClusterIP != address.Addr().String() {
			continue
		}
		for _, port := range service.Spec.Ports {
			if port.Port == int32(address.Port()) {
				s.splice(caller, s.ready(service.Namespace, service.Name, port.Name))
				return
			}
		}
	}
}

func (s *services) splice(caller net.Conn, endpoints []string) {
	for _, endpoint := range endpoints {
		callee, err := net.DialTimeout("tcp", endpoint, time.Second)
		if err != nil {
			continue
		}
		defer callee.Close()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = io.Copy(callee, caller)
			_ = callee.(*net.TCPConn).CloseWrite()
		}()
		_, _ = io.Copy(caller, callee)
		_ = caller.(*net.TCPConn).CloseWrite()
		<-done
		return
	}
	// As a cluster without endpoints: refused, not closed in good order.
	_ = caller.(*net.TCPConn).SetLinger(0)
}

// ready are the addresses behind a Service's port, in a random order; port is its name.
func (s *services) ready(namespace, name, port string) []string {
	slices, err := s.slices.EndpointSlices(namespace).List(labels.SelectorFromSet(labels.Set{discovery.LabelServiceName: name}))
	if err != nil {
		return nil
	}
	var all []string
	for _, slice := range slices {
		for _, has := range slice.Ports {
			if has.Port == nil || has.Name != nil && *has.Name != port {
				continue
			}
			for _, endpoint := range slice.Endpoints {
				if endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready {
					for _, address := range endpoint.Addresses {
						all = append(all, net.JoinHostPort(address, strconv.Itoa(int(*has.Port))))
					}
				}
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// lookup are the addresses of a Service, or the name that it stands for.
func (s *services) lookup(namespace, name string) (addresses []string, alias string) {
	service, err := s.services.Services(namespace).Get(name)
	switch {
	case err != nil:
		return nil, ""
	case service.Spec.Type == v1.ServiceTypeExternalName:
		return nil, service.Spec.ExternalName
	case service.Spec.ClusterIP != v1.ClusterIPNone:
		return []string{service.Spec.ClusterIP}, ""
	}
	slices, _ := s.slices.EndpointSlices(namespace).List(labels.SelectorFromSet(labels.Set{discovery.LabelServiceName: name}))
	for _, slice := range slices {
		for _, endpoint := range slice.Endpoints {
			if endpoint.Conditions.Ready == nil || *endpoint.Conditions.Ready || service.Spec.PublishNotReadyAddresses {
				addresses = append(addresses, endpoint.Addresses...)
			}
		}
	}
	return addresses, ""
}
