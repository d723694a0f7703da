// Evaluates sidecar templates as the injector of Istio 1.0 does: a JSON list of jobs on stdin, a JSON list of answers
// on stdout. Names of types, fields and functions are those a template may use.
// Source: 1.0.9, pilot/pkg/kube/inject/inject.go (SidecarTemplateData, funcMap).
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/template"
	"time"
)

type job struct {
	Template    string
	ObjectMeta  ObjectMeta
	Spec        PodSpec
	ProxyConfig ProxyConfig
	MeshConfig  MeshConfig
}

type answer struct {
	Text  *string `json:"text,omitempty"`
	Error string  `json:"error,omitempty"`
}

// SidecarTemplateData is what a template sees as its dot.
type SidecarTemplateData struct {
	ObjectMeta  *ObjectMeta
	Spec        *PodSpec
	ProxyConfig *ProxyConfig
	MeshConfig  *MeshConfig
}

type ObjectMeta struct {
	Name        string
	Namespace   string
	Labels      map[string]string
	Annotations map[string]string
}

type PodSpec struct {
	InitContainers     []Container
	Containers         []Container
	ServiceAccountName string
	HostNetwork        bool
}

type Container struct {
	Name  string
	Image string
	Ports []ContainerPort
}

type ContainerPort struct {
	Name          string
	ContainerPort int32
}

type MeshConfig struct {
	ProxyListenPort int32
	DefaultConfig   *ProxyConfig
}

type ProxyConfig struct {
	ConfigPath             string
	BinaryPath             string
	ServiceCluster         string
	DrainDuration          *Duration
	ParentShutdownDuration *Duration
	DiscoveryAddress       string
	DiscoveryRefreshDelay  *Duration
	ZipkinAddress          string
	ConnectTimeout         *Duration
	StatsdUdpAddress       string
	ProxyAdminPort         int32
	Concurrency            int32
	ControlPlaneAuthPolicy AuthenticationPolicy
	InterceptionMode       InterceptionMode
}

// Duration is a protobuf message, not a time.Duration: a template can only print it through formatDuration.
type Duration struct {
	Seconds int64
	Nanos   int32
}

func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	d.Seconds, d.Nanos = int64(parsed/time.Second), int32(parsed%time.Second)
	return err
}

type AuthenticationPolicy int32

var authenticationPolicies = map[AuthenticationPolicy]string{0: "NONE", 1: "MUTUAL_TLS", 1000: "INHERIT"}

func (p AuthenticationPolicy) String() string { return authenticationPolicies[p] }

func (p *AuthenticationPolicy) UnmarshalText(text []byte) error {
	return numberOf(authenticationPolicies, string(text), p)
}

type InterceptionMode int32

var interceptionModes = map[InterceptionMode]string{0: "REDIRECT", 1: "TPROXY"}

func (m InterceptionMode) String() string { return interceptionModes[m] }

func (m *InterceptionMode) UnmarshalText(text []byte) error {
	return numberOf(interceptionModes, string(text), m)
}

func numberOf[Number comparable](names map[Number]string, name string, number *Number) error {
	for candidate, known := range names {
		if known == name {
			*number = candidate
			return nil
		}
	}
	return fmt.Errorf("no such name: %q", name)
}

var functions = template.FuncMap{
	"formatDuration":      formatDuration,
	"isset":               isset,
	"excludeInboundPort":  excludeInboundPort,
	"includeInboundPorts": func(containers []Container) string { return portsOf(containers, "") },
	"applicationPorts":    func(containers []Container) string { return portsOf(containers, "istio-proxy") },
	"annotation":          annotation,
	"toJson":              toJson,
	// Those of Go itself stop at the first deciding argument since 1.18; the injector's Go 1.10 evaluated them all.
	"and": func(first interface{}, more ...interface{}) interface{} { return decide(false, first, more) },
	"or":  func(first interface{}, more ...interface{}) interface{} { return decide(true, first, more) },
}

func decide(truth bool, value interface{}, more []interface{}) interface{} {
	for _, next := range more {
		if isTrue, _ := template.IsTrue(value); isTrue == truth {
			break
		}
		value = next
	}
	return value
}

func formatDuration(duration *Duration) string {
	if duration == nil {
		return "1s"
	}
	return (time.Duration(duration.Seconds)*time.Second + time.Duration(duration.Nanos)).String()
}

func isset(values map[string]string, key string) bool {
	_, found := values[key]
	return found
}

func annotation(meta ObjectMeta, name string, otherwise interface{}) string {
	if value, found := meta.Annotations[name]; found {
		return value
	}
	return fmt.Sprint(otherwise)
}

func toJson(values map[string]string) string {
	if values == nil {
		return "{}"
	}
	text, _ := json.Marshal(values)
	return string(text)
}

func portsOf(containers []Container, except string) string {
	var ports []string
	for _, container := range containers {
		if except != "" && container.Name == except {
			continue
		}
		for _, port := range container.Ports {
			ports = append(ports, strconv.Itoa(int(port.ContainerPort)))
		}
	}
	return strings.Join(ports, ",")
}

func excludeInboundPort(port interface{}, excluded string) string {
	wanted := strings.TrimSpace(fmt.Sprint(port))
	if wanted == "" || wanted == "0" {
		return excluded
	}
	var ports []string
	for _, known := range strings.Split(excluded, ",") {
		if known == wanted {
			return excluded
		}
		if trimmed := strings.TrimSpace(known); trimmed != "" {
			ports = append(ports, trimmed)
		}
	}
	return strings.Join(append(ports, wanted), ",")
}

// evaluator keeps parsed templates: a list usually asks one of them about many pods.
type evaluator map[string]*template.Template

func (known evaluator) evaluate(asked job) (string, error) {
	parsed, found := known[asked.Template]
	if !found {
		var err error
		parsed, err = template.New("inject").Delims("[[", "]]").Funcs(functions).Parse(asked.Template)
		if err != nil {
			return "", err
		}
		known[asked.Template] = parsed
	}
	asked.MeshConfig.DefaultConfig = &asked.ProxyConfig
	var text bytes.Buffer
	err := parsed.Execute(&text, &SidecarTemplateData{
		ObjectMeta:  &asked.ObjectMeta,
		Spec:        &asked.Spec,
		ProxyConfig: &asked.ProxyConfig,
		MeshConfig:  &asked.MeshConfig,
	})
	return text.String(), err
}

func main() {
	var jobs []job
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		fmt.Fprintln(os.Stderr, "reading jobs:", err)
		os.Exit(1)
	}
	templates := evaluator{}
	answers := make([]answer, len(jobs))
	for i, asked := range jobs {
		if text, err := templates.evaluate(asked); err != nil {
			answers[i].Error = err.Error()
		} else {
			answers[i].Text = &text
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, "writing answers:", err)
		os.Exit(1)
	}
}
