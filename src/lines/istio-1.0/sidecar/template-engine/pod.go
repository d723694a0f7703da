//go:build js && wasm

package main

// Fields of pods that templates can ask for; of a pod before it is created, others are empty.
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

type Container struct {
	Name            string
	Image           string
	Command         []string
	Args            []string
	WorkingDir      string
	Ports           []ContainerPort
	Env             []EnvVar
	VolumeMounts    []VolumeMount
	LivenessProbe   *Probe
	ReadinessProbe  *Probe
	ImagePullPolicy string
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

type Probe struct {
	InitialDelaySeconds int32
	TimeoutSeconds      int32
	PeriodSeconds       int32
	SuccessThreshold    int32
	FailureThreshold    int32
}
