// Command analyzers answers what Istio's own analyzers say: one set of objects a line of standard input, as a JSON list, one
// answer a line of standard output, in the same order.
//
// The analyzers run in process over what a file source reads: unlike istioctl, which leaves Services, Pods, Namespaces and
// Secrets out of files.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/file"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/legacy/util/kuberesource"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/log"
)

type message struct {
	Code string `json:"code"`
	// Of the object that it is about; empty for messages about none.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Text      string `json:"text"`
}

type answer struct {
	Error    string    `json:"error,omitempty"`
	Messages []message `json:"messages"`
}

func analyze(objects []json.RawMessage) (result answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Error: fmt.Sprint(problem)}
		}
	}()
	var documents []string
	for _, object := range objects {
		document, err := yaml.JSONToYAML(object)
		if err != nil {
			return answer{Error: err.Error()}
		}
		documents = append(documents, string(document))
	}
	all := analyzers.AllCombined()
	source := file.NewKubeSource(kuberesource.ConvertInputsToSchemas(all.Metadata().Inputs))
	source.SetDefaultNamespace("default")
	var refused []string
	for index, document := range documents {
		// What the source cannot decode it leaves out; the others are judged all the same.
		if err := source.ApplyContent(fmt.Sprintf("object-%d.yaml", index), document); err != nil {
			refused = append(refused, err.Error())
		}
	}
	analyzer := local.NewIstiodAnalyzer(all, "", "istio-system", nil)
	analyzer.AddSource(source)
	stop := make(chan struct{})
	defer close(stop)
	found, err := analyzer.Analyze(stop)
	if err != nil {
		return answer{Error: err.Error()}
	}
	result = answer{Error: strings.Join(refused, "; "), Messages: []message{}}
	for _, said := range found.Messages {
		one := message{Code: said.Type.Code(), Text: fmt.Sprintf(said.Type.Template(), said.Parameters...)}
		if said.Resource != nil {
			name := said.Resource.Metadata.FullName
			one.Namespace, one.Name = name.Namespace.String(), name.Name.String()
			one.Kind = said.Resource.Metadata.Schema.Kind()
		}
		result.Messages = append(result.Messages, one)
	}
	return result
}

func main() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	in := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var objects []json.RawMessage
			result := answer{}
			if problem := json.Unmarshal(line, &objects); problem != nil {
				result.Error = problem.Error()
			} else {
				result = analyze(objects)
			}
			if problem := out.Encode(result); problem != nil {
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}
