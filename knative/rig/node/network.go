package main

import (
	"fmt"
	"net/netip"
	"os/exec"
	"strings"
	"sync"
)

// addresses gives each pod one of 10.244.0.0/16, never the same one twice in a row.
type addresses struct {
	mutex sync.Mutex
	last  netip.Addr
	taken map[netip.Addr]bool
}

func newAddresses() *addresses {
	return &addresses{last: netip.MustParseAddr("10.244.1.0"), taken: map[netip.Addr]bool{}}
}

func (a *addresses) take() netip.Addr {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	for {
		a.last = a.last.Next()
		if octets := a.last.As4(); octets[1] != 244 {
			a.last = netip.MustParseAddr("10.244.1.1")
		}
		if !a.taken[a.last] {
			a.taken[a.last] = true
			return a.last
		}
	}
}

func (a *addresses) giveBack(address netip.Addr) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	delete(a.taken, address)
}

// plug makes a network namespace with the pod's address, on the bridge of the rig. No way leads out of that bridge.
func plug(namespace string, number int, address netip.Addr) error {
	link := fmt.Sprintf("rig%d", number)
	for _, line := range []string{
		"netns add " + namespace,
		"link add " + link + " type veth peer name eth0 netns " + namespace,
		"link set " + link + " master rig0 up",
		"-n " + namespace + " link set lo up",
		"-n " + namespace + " addr add " + address.String() + "/16 dev eth0",
		"-n " + namespace + " link set eth0 up",
		"-n " + namespace + " route add default via " + nodeAddress,
	} {
		if err := ip(line); err != nil {
			unplug(namespace)
			return err
		}
	}
	return nil
}

func unplug(namespace string) error {
	return ip("netns del " + namespace)
}

func ip(line string) error {
	if out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %w: %s", line, err, strings.TrimSpace(string(out)))
	}
	return nil
}
