package main

import (
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// image says which program of this machine an image's name stands for.
type image struct {
	// Name is the image's name without tag and digest.
	Name string `json:"name"`
	// Folders are bound into the container's root, read-only: path in the container to path here.
	Folders map[string]string `json:"folders"`
	// Command is the entry point. {cores}, {memory} are the container's limits, in whole cores and bytes.
	Command []string          `json:"command"`
	Env     map[string]string `json:"env"`
	// User is the number of the user that the image names.
	User int64 `json:"user"`
}

type images map[string]image

func readImages(file string) (images, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []image
	if err := yaml.UnmarshalStrict([]byte(os.ExpandEnv(string(text))), &list); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all := images{}
	for _, one := range list {
		all[one.Name] = one
	}
	return all, nil
}

// find is the image of a reference such as name:tag@sha256:0123.
func (all images) find(reference string) (image, bool) {
	name, _, _ := strings.Cut(reference, "@")
	if slash, colon := strings.LastIndex(name, "/"), strings.LastIndex(name, ":"); colon > slash {
		name = name[:colon]
	}
	found, ok := all[name]
	return found, ok
}
