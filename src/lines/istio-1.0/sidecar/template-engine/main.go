//go:build js && wasm

// Evaluates injection templates made elsewhere, with Go's own text/template. Types, fields and functions have the
// names under which the injector of Istio 1.0 shows them to its template.
// Source: 1.0.9, pilot/pkg/kube/inject/inject.go (SidecarTemplateData, funcMap, sidecarTemplateDelimBegin).
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall/js"
	"text/template"
)

// Data is what a template sees as its dot.
type Data struct {
	ObjectMeta  *ObjectMeta
	Spec        *PodSpec
	ProxyConfig *ProxyConfig
	MeshConfig  *MeshConfig
}

var functions = template.FuncMap{
	"formatDuration":      (*Duration).String,
	"isset":               func(values map[string]string, key string) bool { _, found := values[key]; return found },
	"annotation":          annotation,
	"toJson":              toJSON,
	"applicationPorts":    func(containers []Container) string { return ports(containers, "istio-proxy") },
	"includeInboundPorts": func(containers []Container) string { return ports(containers, "") },
	"excludeInboundPort":  excludeInboundPort,
	// The injector was built with Go 1.10, whose and and or looked at all their arguments.
	"and": func(first interface{}, rest ...interface{}) interface{} { return firstThat(false, first, rest) },
	"or":  func(first interface{}, rest ...interface{}) interface{} { return firstThat(true, first, rest) },
}

// firstThat is the first value with this truth, or the last one.
func firstThat(wanted bool, value interface{}, rest []interface{}) interface{} {
	for len(rest) > 0 {
		if truth, _ := template.IsTrue(value); truth == wanted {
			return value
		}
		value, rest = rest[0], rest[1:]
	}
	return value
}

func annotation(meta ObjectMeta, name string, otherwise interface{}) string {
	if value, found := meta.Annotations[name]; found {
		return value
	}
	return fmt.Sprint(otherwise)
}

func toJSON(values map[string]string) string {
	if values == nil {
		return "{}"
	}
	text, _ := json.Marshal(values)
	return string(text)
}

func ports(containers []Container, skipped string) string {
	found := []string{}
	for _, container := range containers {
		if skipped != "" && container.Name == skipped {
			continue
		}
		for _, port := range container.Ports {
			found = append(found, strconv.Itoa(int(port.ContainerPort)))
		}
	}
	return strings.Join(found, ",")
}

func excludeInboundPort(port interface{}, excluded string) string {
	wanted := strings.TrimSpace(fmt.Sprint(port))
	if wanted == "" || wanted == "0" {
		return excluded
	}
	kept := []string{}
	for _, each := range strings.Split(excluded, ",") {
		if each == wanted {
			return excluded
		}
		if each = strings.TrimSpace(each); each != "" {
			kept = append(kept, each)
		}
	}
	return strings.Join(append(kept, wanted), ",")
}

var parsed = map[string]*template.Template{}

func evaluate(text, input string) (result string, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = errors.New(fmt.Sprint(problem))
		}
	}()
	known, found := parsed[text]
	if !found {
		if known, err = template.New("inject").Delims("[[", "]]").Funcs(functions).Parse(text); err != nil {
			return "", err
		}
		parsed[text] = known
	}
	var data Data
	if err = json.Unmarshal([]byte(input), &data); err != nil {
		return "", err
	}
	data.ProxyConfig = data.MeshConfig.DefaultConfig
	var output bytes.Buffer
	err = known.Execute(&output, &data)
	return output.String(), err
}

func main() {
	js.Global().Set("evaluateInjectionTemplate", js.FuncOf(func(_ js.Value, arguments []js.Value) interface{} {
		text, err := evaluate(arguments[0].String(), arguments[1].String())
		if err != nil {
			return map[string]interface{}{"error": err.Error()}
		}
		return map[string]interface{}{"text": text}
	}))
	select {}
}
