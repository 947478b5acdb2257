// Command routes answers what Istio's own configuration generator sends to proxies: one mesh a line of standard input, as
// JSON, one answer a line of standard output, in the same order.
//
// The listeners and routes are Envoy's protos as JSON; clusters are told by name. An object that Istio cannot read or
// does not admit, or a panic while generating, is an answer with an error. TARGET_OUT and LOCAL_OUT must name folders that exist, or a package
// of Istio's tests prints warnings among the answers.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
	gatewayv1beta1 "sigs.k8s.io/gateway-api/apis/v1beta1"
	"sigs.k8s.io/gateway-api/pkg/consts"

	meshconfig "istio.io/api/mesh/v1alpha1"
	networkingclient "istio.io/client-go/pkg/apis/networking/v1"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/gvk"
	"istio.io/istio/pkg/config/schema/gvr"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/log"
)

const domain = "cluster.local"

type question struct {
	Objects []json.RawMessage `json:"objects"`
	// ALLOW_ANY or REGISTRY_ONLY, of the mesh.
	OutboundTrafficPolicy string     `json:"outboundTrafficPolicy"`
	Proxies               []proxyRef `json:"proxies"`
}

type proxyRef struct {
	// sidecar or gateway
	Type      string            `json:"type"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

type answer struct {
	Error   string        `json:"error,omitempty"`
	Proxies []proxyConfig `json:"proxies"`
}

type proxyConfig struct {
	Listeners []json.RawMessage `json:"listeners"`
	Routes    []json.RawMessage `json:"routes"`
	Clusters  []string          `json:"clusters"`
}

// The part of testing.T that Istio's fake control plane wants: failures are panics, which answerTo turns into an error.
type failer struct{ cleanups []func() }

func (f *failer) Fail()                             { panic("failed") }
func (f *failer) FailNow()                          { panic("failed") }
func (f *failer) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (f *failer) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (f *failer) Log(...any)                        {}
func (f *failer) Logf(string, ...any)               {}
func (f *failer) Helper()                           {}
func (f *failer) Cleanup(fn func())                 { f.cleanups = append(f.cleanups, fn) }
func (f *failer) Skip(...any)                       { panic("skipped") }
func (f *failer) Setenv(name, value string)         { must(os.Setenv(name, value)) }

func (f *failer) TempDir() string {
	dir, err := os.MkdirTemp("", "route-oracle-")
	must(err)
	f.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (f *failer) cleanUp() {
	for i := len(f.cleanups) - 1; i >= 0; i-- {
		f.cleanups[i]()
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Short host names are completed by the object's namespace and the domain only when objects come in through ConvertObject.
func readObjects(raws []json.RawMessage, schemas map[string]resource.Schema) (kube []runtime.Object, configs []config.Config) {
	for _, raw := range raws {
		var meta struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
		}
		must(json.Unmarshal(raw, &meta))
		if object := kubernetesObject(meta.APIVersion, meta.Kind); object != nil {
			must(json.Unmarshal(raw, object))
			kube = append(kube, object)
			continue
		}
		if meta.Kind == "ServiceEntry" {
			// Where the gateway controller looks for what routes name as their parent.
			entry := &networkingclient.ServiceEntry{}
			must(json.Unmarshal(raw, entry))
			kube = append(kube, entry)
		}
		schema, known := schemas[meta.Kind]
		if !known {
			panic("unknown kind " + meta.Kind)
		}
		object := &crd.IstioKind{}
		must(json.Unmarshal(raw, object))
		converted, err := crd.ConvertObject(schema, object, domain)
		must(err)
		// Meshes that the webhook would refuse cannot exist; what Istio makes of them says nothing.
		_, err = schema.ValidateConfig(*converted)
		must(err)
		configs = append(configs, *converted)
	}
	return kube, configs
}

// Objects of the Gateway API come as an API server would hand them out, with the defaults of their schema.
func kubernetesObject(apiVersion, kind string) runtime.Object {
	group, _, _ := strings.Cut(apiVersion, "/")
	switch group + "/" + kind {
	case "v1/Namespace":
		return &corev1.Namespace{}
	case "v1/Service":
		return &corev1.Service{}
	case "discovery.k8s.io/EndpointSlice":
		return &discoveryv1.EndpointSlice{}
	case "gateway.networking.k8s.io/Gateway":
		return &gatewayv1.Gateway{}
	case "gateway.networking.k8s.io/HTTPRoute":
		return &gatewayv1.HTTPRoute{}
	case "gateway.networking.k8s.io/GRPCRoute":
		return &gatewayv1.GRPCRoute{}
	case "gateway.networking.k8s.io/ReferenceGrant":
		return &gatewayv1beta1.ReferenceGrant{}
	}
	return nil
}

func meshConfigFor(outboundTrafficPolicy string) *meshconfig.MeshConfig {
	result := mesh.DefaultMeshConfig()
	mode := meshconfig.MeshConfig_OutboundTrafficPolicy_Mode(
		meshconfig.MeshConfig_OutboundTrafficPolicy_Mode_value[outboundTrafficPolicy])
	result.OutboundTrafficPolicy = &meshconfig.MeshConfig_OutboundTrafficPolicy{Mode: mode}
	return result
}

func proxyFor(index int, ref proxyRef) *model.Proxy {
	nodeType := model.SidecarProxy
	if ref.Type == "gateway" {
		nodeType = model.Router
	}
	return &model.Proxy{
		Type:            nodeType,
		ID:              fmt.Sprintf("proxy-%d.%s", index, ref.Namespace),
		ConfigNamespace: ref.Namespace,
		Labels:          ref.Labels,
		DNSDomain:       ref.Namespace + ".svc." + domain,
		IPAddresses:     []string{fmt.Sprintf("10.244.99.%d", index+1)},
		Metadata: &model.NodeMetadata{
			Namespace:    ref.Namespace,
			Labels:       ref.Labels,
			ClusterID:    "Kubernetes",
			IstioVersion: "1.31.0",
		},
	}
}

// A route that is in every mesh, on a service that nobody else sees: once istiod has it, it has the others.
const sentinel = "route-oracle-sentinel"

func sentinels() []runtime.Object {
	meta := metav1.ObjectMeta{Name: sentinel, Namespace: sentinel, CreationTimestamp: metav1.NewTime(time.Unix(0, 0))}
	hidden := meta
	hidden.Annotations = map[string]string{"networking.istio.io/exportTo": "."}
	group, kind, port := gatewayv1.Group(""), gatewayv1.Kind("Service"), gatewayv1.PortNumber(65000)
	reference := gatewayv1.BackendObjectReference{Group: &group, Kind: &kind, Name: sentinel, Port: &port}
	backend := gatewayv1.GRPCBackendRef{BackendRef: gatewayv1.BackendRef{BackendObjectReference: reference}}
	return []runtime.Object{
		&corev1.Service{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
			ObjectMeta: hidden,
			Spec: corev1.ServiceSpec{ClusterIP: "10.9.9.9", ClusterIPs: []string{"10.9.9.9"}, Ports: []corev1.ServicePort{
				{Name: "http", Port: int32(port)},
			}},
		},
		&gatewayv1.GRPCRoute{
			TypeMeta:   metav1.TypeMeta{APIVersion: "gateway.networking.k8s.io/v1", Kind: "GRPCRoute"},
			ObjectMeta: meta,
			Spec: gatewayv1.GRPCRouteSpec{
				CommonRouteSpec: gatewayv1.CommonRouteSpec{ParentRefs: []gatewayv1.ParentReference{
					{Group: &group, Kind: &kind, Name: sentinel},
				}},
				Rules: []gatewayv1.GRPCRouteRule{{BackendRefs: []gatewayv1.GRPCBackendRef{backend}}},
			},
		},
	}
}

// What istiod makes of the Gateway API, by name and content.
func derived(server *xds.FakeDiscoveryServer) string {
	names := []string{}
	for _, kind := range []config.GroupVersionKind{gvk.Gateway, gvk.VirtualService} {
		for _, made := range server.Env().GatewayAPIController.List(kind, "") {
			names = append(names, fmt.Sprintf("%v/%v %v", made.Namespace, made.Name, made.Spec))
		}
	}
	sort.Strings(names)
	return strings.Join(names, "\n")
}

// The gateway controller works in the background, on what each push tells it: wait until pushes change nothing any more.
func settle(f *failer, server *xds.FakeDiscoveryServer) {
	// The fake installs CRDs without the version that istiod asks of GRPCRoutes.
	clienttest.MakeCRDWithAnnotations(f, server.KubeClient(), gvr.GRPCRoute, map[string]string{consts.BundleVersionAnnotation: "v1.5.0"})
	before := ""
	for same := 0; same < 4 || !strings.Contains(before, sentinel); {
		server.Discovery.ConfigUpdate(&model.PushRequest{Forced: true})
		server.EnsureSynced(f)
		time.Sleep(8 * time.Millisecond)
		if now := derived(server); now == before {
			same++
		} else {
			before, same = now, 0
		}
	}
}

func toJSON(message proto.Message) json.RawMessage {
	text, err := protojson.Marshal(message)
	must(err)
	return text
}

func answerTo(asked question, schemas map[string]resource.Schema) (result answer) {
	f := &failer{}
	defer f.cleanUp()
	defer func() {
		if failure := recover(); failure != nil {
			result = answer{Error: fmt.Sprint(failure)}
		}
	}()
	kube, configs := readObjects(asked.Objects, schemas)
	kube = append(kube, sentinels()...)
	server := xds.NewFakeDiscoveryServer(f, xds.FakeOptions{
		KubernetesObjects: kube,
		Configs:           configs,
		MeshConfig:        meshConfigFor(asked.OutboundTrafficPolicy),
	})
	settle(f, server)
	for index, ref := range asked.Proxies {
		proxy := server.SetupProxy(proxyFor(index, ref))
		sent := proxyConfig{Listeners: []json.RawMessage{}, Routes: []json.RawMessage{}, Clusters: []string{}}
		listeners := server.Listeners(proxy)
		for _, listener := range listeners {
			sent.Listeners = append(sent.Listeners, toJSON(listener))
		}
		for _, routes := range server.RoutesFromListeners(proxy, listeners) {
			sent.Routes = append(sent.Routes, toJSON(routes))
		}
		for _, cluster := range server.Clusters(proxy) {
			sent.Clusters = append(sent.Clusters, cluster.Name)
		}
		result.Proxies = append(result.Proxies, sent)
	}
	return result
}

func main() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	schemas := map[string]resource.Schema{}
	for _, schema := range collections.Pilot.All() {
		if strings.HasSuffix(schema.Group(), "istio.io") {
			schemas[schema.Kind()] = schema
		}
	}
	questions := json.NewDecoder(bufio.NewReader(os.Stdin))
	answers := json.NewEncoder(os.Stdout)
	for questions.More() {
		var asked question
		must(questions.Decode(&asked))
		must(answers.Encode(answerTo(asked, schemas)))
	}
}
