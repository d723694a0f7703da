//go:build js && wasm

package main

import (
	"encoding/json"
	"strconv"
)

// Fields of pods that templates can ask for. A template that asks for another one fails, with the name of that field.
// Source: k8s.io/api/core/v1 and apimachinery meta/v1 as vendored by 1.0.9.

type ObjectMeta struct {
	Name         string
	GenerateName string
	Namespace    string
	Labels       map[string]string
	Annotations  map[string]string
}

type PodSpec struct {
	Volumes                       []Volume
	InitContainers                []Container
	Containers                    []Container
	RestartPolicy                 string
	TerminationGracePeriodSeconds *int64
	ActiveDeadlineSeconds         *int64
	DNSPolicy                     string
	NodeSelector                  map[string]string
	ServiceAccountName            string
	DeprecatedServiceAccount      string `json:"serviceAccount"`
	AutomountServiceAccountToken  *bool
	NodeName                      string
	HostNetwork                   bool
	HostPID                       bool
	HostIPC                       bool
	ShareProcessNamespace         *bool
	SecurityContext               *PodSecurityContext
	ImagePullSecrets              []LocalObjectReference
	Hostname                      string
	Subdomain                     string
	SchedulerName                 string
	Tolerations                   []Toleration
	PriorityClassName             string
	Priority                      *int32
}

type Volume struct{ Name string }

type LocalObjectReference struct{ Name string }

type PodSecurityContext struct {
	RunAsUser          *int64
	RunAsGroup         *int64
	RunAsNonRoot       *bool
	SupplementalGroups []int64
	FSGroup            *int64
}

type Toleration struct {
	Key               string
	Operator          string
	Value             string
	Effect            string
	TolerationSeconds *int64
}

type Container struct {
	Name                     string
	Image                    string
	Command                  []string
	Args                     []string
	WorkingDir               string
	Ports                    []ContainerPort
	Env                      []EnvVar
	Resources                ResourceRequirements
	VolumeMounts             []VolumeMount
	LivenessProbe            *Probe
	ReadinessProbe           *Probe
	Lifecycle                *Lifecycle
	TerminationMessagePath   string
	TerminationMessagePolicy string
	ImagePullPolicy          string
	SecurityContext          *SecurityContext
}

type SecurityContext struct {
	Privileged               *bool
	RunAsUser                *int64
	RunAsGroup               *int64
	RunAsNonRoot             *bool
	ReadOnlyRootFilesystem   *bool
	AllowPrivilegeEscalation *bool
}

type ContainerPort struct {
	Name          string
	HostPort      int32
	ContainerPort int32
	Protocol      string
	HostIP        string
}

type EnvVar struct{ Name, Value string }

type VolumeMount struct {
	Name      string
	ReadOnly  bool
	MountPath string
	SubPath   string
}

type ResourceRequirements struct{ Limits, Requests ResourceList }

type ResourceList map[string]Quantity

func (l *ResourceList) Cpu() *Quantity { return l.of("cpu") }

func (l *ResourceList) Memory() *Quantity { return l.of("memory") }

func (l *ResourceList) of(name string) *Quantity {
	quantity := (*l)[name]
	return &quantity
}

// Quantity comes in the spelling in which an API server writes it.
type Quantity struct{ text string }

func (q *Quantity) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &q.text) }

func (q *Quantity) String() string {
	if q.text == "" {
		return "0"
	}
	return q.text
}

type Lifecycle struct{ PostStart, PreStop *Handler }

type Handler struct {
	Exec      *ExecAction
	HTTPGet   *HTTPGetAction
	TCPSocket *TCPSocketAction
}

type ExecAction struct{ Command []string }

type HTTPGetAction struct {
	Path        string
	Port        IntOrString
	Host        string
	Scheme      string
	HTTPHeaders []HTTPHeader
}

type HTTPHeader struct{ Name, Value string }

type TCPSocketAction struct {
	Port IntOrString
	Host string
}

// IntOrString is the number of a port or its name.
type IntOrString struct {
	Type   int
	IntVal int32
	StrVal string
}

func (v *IntOrString) UnmarshalJSON(text []byte) error {
	if text[0] == '"' {
		v.Type = 1
		return json.Unmarshal(text, &v.StrVal)
	}
	return json.Unmarshal(text, &v.IntVal)
}

func (v *IntOrString) String() string {
	if v.Type == 1 {
		return v.StrVal
	}
	return strconv.Itoa(int(v.IntVal))
}

func (v *IntOrString) IntValue() int {
	if v.Type == 0 {
		return int(v.IntVal)
	}
	number, _ := strconv.Atoi(v.StrVal)
	return number
}

type Probe struct {
	Handler
	InitialDelaySeconds int32
	TimeoutSeconds      int32
	PeriodSeconds       int32
	SuccessThreshold    int32
	FailureThreshold    int32
}
