package main

import (
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// serveDNS answers for the cluster's Services and for the ingress' domain. Any other name does not exist here.
func serveDNS(services *services) error {
	socket, err := net.ListenPacket("udp", net.JoinHostPort(dnsAddress, "53"))
	if err != nil {
		return err
	}
	go func() {
		buffer := make([]byte, 1500)
		for {
			size, caller, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			if answer, err := answerTo(buffer[:size], services.lookup); err == nil {
				_, _ = socket.WriteTo(answer, caller)
			}
		}
	}()
	return nil
}

func answerTo(query []byte, lookup func(namespace, name string) ([]string, string)) ([]byte, error) {
	var parser dnsmessage.Parser
	header, err := parser.Start(query)
	if err != nil {
		return nil, err
	}
	question, err := parser.Question()
	if err != nil {
		return nil, err
	}
	addresses := resolve(strings.TrimSuffix(strings.ToLower(question.Name.String()), "."), lookup)
	header.Response, header.Authoritative, header.RecursionAvailable = true, true, true
	header.RCode = dnsmessage.RCodeSuccess
	if len(addresses) == 0 {
		header.RCode = dnsmessage.RCodeNameError
	}
	builder := dnsmessage.NewBuilder(nil, header)
	builder.EnableCompression()
	if err := builder.StartQuestions(); err != nil {
		return nil, err
	}
	if err := builder.Question(question); err != nil {
		return nil, err
	}
	if err := builder.StartAnswers(); err != nil {
		return nil, err
	}
	// Who asks for an IPv6 address learns that the name exists and has none.
	for i := 0; question.Type == dnsmessage.TypeA && i < len(addresses) && i < 50; i++ {
		resource := dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET, TTL: 1}
		if err := builder.AResource(resource, dnsmessage.AResource{A: addresses[i].As4()}); err != nil {
			return nil, err
		}
	}
	return builder.Finish()
}

// resolve follows a Service that stands for another name, at most four times.
func resolve(name string, lookup func(namespace, name string) ([]string, string)) []netip.Addr {
	for range 4 {
		if name == ingressDomain || strings.HasSuffix(name, "."+ingressDomain) {
			return []netip.Addr{netip.MustParseAddr(ingressTarget)}
		}
		// A pod of a headless Service has a label before the Service's name.
		labels := strings.Split(strings.TrimSuffix(name, ".svc.cluster.local"), ".")
		if !strings.HasSuffix(name, ".svc.cluster.local") || len(labels) < 2 {
			return nil
		}
		texts, alias := lookup(labels[len(labels)-1], labels[len(labels)-2])
		if alias == "" {
			var all []netip.Addr
			for _, text := range texts {
				if address, err := netip.ParseAddr(text); err == nil && address.Is4() {
					all = append(all, address)
				}
			}
			return all
		}
		name = alias
	}
	return nil
}
