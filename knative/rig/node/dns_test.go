package main

import (
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func lookupInTest(namespace, name string) ([]string, string) {
	switch namespace + "/" + name {
	case "oncue/grid":
		return []string{"10.96.1.2"}, ""
	case "oncue/pods":
		return []string{"10.244.1.1", "10.244.1.2"}, ""
	case "oncue/vote":
		return nil, "ingress.rig.test"
	case "oncue/circle":
		return nil, "circle.oncue.svc.cluster.local"
	}
	return nil, ""
}

func TestNamesOfTheCluster(t *testing.T) {
	for name, wanted := range map[string]string{
		"grid.oncue.svc.cluster.local":       "10.96.1.2",
		"pods.oncue.svc.cluster.local":       "10.244.1.1 10.244.1.2",
		"pod-0.pods.oncue.svc.cluster.local": "10.244.1.1 10.244.1.2",
		"vote.oncue.svc.cluster.local":       ingressTarget,
		"vote.oncue.rig.test":                ingressTarget,
		"circle.oncue.svc.cluster.local":     "",
		"none.oncue.svc.cluster.local":       "",
		"svc.cluster.local":                  "",
		"example.com":                        "",
		"grid.oncue.svc":                     "",
	} {
		got := ""
		for i, address := range resolve(name, lookupInTest) {
			if i > 0 {
				got += " "
			}
			got += address.String()
		}
		if got != wanted {
			t.Errorf("%s is %q, not %q", name, got, wanted)
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, one := range []struct {
		name    string
		kind    dnsmessage.Type
		code    dnsmessage.RCode
		answers int
	}{
		{"pods.oncue.svc.cluster.local.", dnsmessage.TypeA, dnsmessage.RCodeSuccess, 2},
		{"pods.oncue.svc.cluster.local.", dnsmessage.TypeAAAA, dnsmessage.RCodeSuccess, 0},
		{"example.com.", dnsmessage.TypeA, dnsmessage.RCodeNameError, 0},
	} {
		query := dnsmessage.Message{Header: dnsmessage.Header{ID: 7}, Questions: []dnsmessage.Question{{
			Name: dnsmessage.MustNewName(one.name), Type: one.kind, Class: dnsmessage.ClassINET}}}
		packed, err := query.Pack()
		if err != nil {
			t.Fatal(err)
		}
		text, err := answerTo(packed, lookupInTest)
		if err != nil {
			t.Fatal(err)
		}
		var answer dnsmessage.Message
		if err := answer.Unpack(text); err != nil {
			t.Fatal(err)
		}
		if answer.ID != 7 || answer.RCode != one.code || len(answer.Answers) != one.answers {
			t.Errorf("%s %s: %v", one.name, one.kind, answer)
		}
	}
	if _, err := answerTo([]byte("not a question"), lookupInTest); err == nil {
		t.Error("nonsense has an answer")
	}
}

func TestAnImageByItsReference(t *testing.T) {
	all := images{"rig.local/vote": {User: 7}, "localhost:5000/vote": {User: 8}}
	for reference, wanted := range map[string]int64{
		"rig.local/vote":                 7,
		"rig.local/vote:0.1.0":           7,
		"rig.local/vote@sha256:00":       7,
		"rig.local/vote:0.1.0@sha256:00": 7,
		"localhost:5000/vote":            8,
		"localhost:5000/vote:1":          8,
		"rig.local/votes":                0,
	} {
		found, ok := all.find(reference)
		if found.User != wanted || ok != (wanted != 0) {
			t.Errorf("%s: %v %v", reference, found, ok)
		}
	}
}
