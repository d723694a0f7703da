//go:build js && wasm

package main

import (
	"fmt"
	"time"
)

// Source of fields and enums: istio.io/api mesh/v1alpha1 as vendored by 1.0.9 (config.pb.go, proxy.pb.go).

type MeshConfig struct {
	MixerCheckServer      string
	MixerReportServer     string
	DisablePolicyChecks   bool
	PolicyCheckFailOpen   bool
	ProxyListenPort       int32
	ProxyHttpPort         int32
	ConnectTimeout        *Duration
	IngressClass          string
	IngressService        string
	IngressControllerMode Name
	AuthPolicy            Name
	RdsRefreshDelay       *Duration
	EnableTracing         bool
	AccessLogFile         string
	DefaultConfig         *ProxyConfig
	MixerAddress          string
	SdsUdsPath            string
	SdsRefreshDelay       *Duration
}

type ProxyConfig struct {
	ConfigPath                 string
	BinaryPath                 string
	ServiceCluster             string
	DrainDuration              *Duration
	ParentShutdownDuration     *Duration
	DiscoveryAddress           string
	DiscoveryRefreshDelay      *Duration
	ZipkinAddress              string
	ConnectTimeout             *Duration
	StatsdUdpAddress           string
	ProxyAdminPort             int32
	AvailabilityZone           string
	ControlPlaneAuthPolicy     AuthenticationPolicy
	CustomConfigFile           string
	StatNameLength             int32
	Concurrency                int32
	ProxyBootstrapTemplatePath string
	InterceptionMode           InterceptionMode
}

// Duration prints as Go's own durations do.
type Duration struct {
	Seconds int64
	Nanos   int32
}

func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	d.Seconds, d.Nanos = int64(parsed/time.Second), int32(parsed%time.Second)
	return err
}

func (d *Duration) String() string {
	if d == nil {
		return "1s"
	}
	return (time.Duration(d.Seconds)*time.Second + time.Duration(d.Nanos)).String()
}

// Name is an enum of which templates print nothing but the name.
type Name string

func (n Name) String() string { return string(n) }

type AuthenticationPolicy int32

func (p AuthenticationPolicy) String() string { return nameOf(policies, int32(p)) }

func (p *AuthenticationPolicy) UnmarshalText(text []byte) error {
	return numberOf(policies, string(text), (*int32)(p))
}

type InterceptionMode int32

func (m InterceptionMode) String() string { return nameOf(modes, int32(m)) }

func (m *InterceptionMode) UnmarshalText(text []byte) error {
	return numberOf(modes, string(text), (*int32)(m))
}

type value struct {
	name   string
	number int32
}

var (
	policies = []value{{"NONE", 0}, {"MUTUAL_TLS", 1}, {"INHERIT", 1000}}
	modes    = []value{{"REDIRECT", 0}, {"TPROXY", 1}}
)

func nameOf(values []value, number int32) string {
	for _, each := range values {
		if each.number == number {
			return each.name
		}
	}
	return fmt.Sprint(number)
}

func numberOf(values []value, name string, number *int32) error {
	for _, each := range values {
		if each.name == name {
			*number = each.number
			return nil
		}
	}
	return fmt.Errorf("no value of the enum is called %q", name)
}
