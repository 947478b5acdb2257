// Command admission answers what the API server and istiod say of Istio objects: one object a line of standard input, as
// JSON, one answer a line of standard output, in the same order. Its arguments are the files with the CRDs.
//
// The schema's part is the API server's own packages in the order in which its custom resource strategy calls them; the
// webhook's part is istiod's handler, asked with an AdmissionReview as the API server would ask it. It is asked for every
// object, pruned as the schema prunes it, even for those that never get that far.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	admissionv1 "k8s.io/api/admission/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	structuraldefaulting "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	structurallisttype "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	structuralpruning "k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"

	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/webhooks/validation/server"
)

type fieldError struct {
	Reason  string `json:"reason"`
	Field   string `json:"field"`
	Message string `json:"message"`
}

type answer struct {
	// Fields that the schema does not know.
	Unknown []string `json:"unknown"`
	// What the schema and its CEL rules say.
	Errors []fieldError `json:"errors"`
	// Empty when the webhook admits.
	Denial   string   `json:"denial"`
	Warnings []string `json:"warnings"`
}

type judge struct {
	validator  validation.SchemaValidator
	structural *structuralschema.Structural
	cel        *cel.Validator
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func readJudges(path string, judges map[schema.GroupVersionKind]judge) {
	file, err := os.Open(path)
	must(err)
	defer file.Close()
	documents := yaml.NewYAMLOrJSONDecoder(bufio.NewReader(file), 512*1024)
	for {
		versioned := &apiextensionsv1.CustomResourceDefinition{}
		if err := documents.Decode(versioned); err != nil {
			return
		}
		definition := &apiextensions.CustomResourceDefinition{}
		must(apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(versioned, definition, nil))
		for _, version := range definition.Spec.Versions {
			contents := version.Schema
			if contents == nil {
				contents = definition.Spec.Validation
			}
			if contents == nil {
				continue
			}
			validator, _, err := validation.NewSchemaValidator(contents.OpenAPIV3Schema)
			must(err)
			structural, err := structuralschema.NewStructural(contents.OpenAPIV3Schema)
			must(err)
			kind := schema.GroupVersionKind{Group: definition.Spec.Group, Version: version.Name, Kind: definition.Spec.Names.Kind}
			judges[kind] = judge{validator, structural, cel.NewValidator(structural, true, celconfig.PerCallLimit)}
		}
	}
}

// Rules in CEL are not asked where the shape is wrong (customresource/strategy.go hasBlockingErr).
func isBlocked(errors field.ErrorList) bool {
	for _, err := range errors {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		}
	}
	return false
}

func (j judge) check(object map[string]any) (unknown []string, errors field.ErrorList) {
	unknown = structuralpruning.PruneWithOptions(object, j.structural, true,
		structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	structuraldefaulting.PruneNonNullableNullsWithoutDefaults(object, j.structural)
	structuraldefaulting.Default(object, j.structural)
	errors = validation.ValidateCustomResource(nil, object, j.validator)
	errors = append(errors, structurallisttype.ValidateListSetsAndMaps(nil, j.structural, object)...)
	if j.cel == nil {
		return unknown, errors
	}
	if isBlocked(errors) {
		return unknown, append(errors, field.Invalid(nil, nil,
			"some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"))
	}
	fromRules, _ := j.cel.Validate(context.Background(), nil, j.structural, object, nil, celconfig.RuntimeCELCostBudget)
	return unknown, append(errors, fromRules...)
}

func askWebhook(mux *http.ServeMux, object *unstructured.Unstructured) (denial string, warnings []string) {
	raw, err := object.MarshalJSON()
	must(err)
	gvk := object.GroupVersionKind()
	body, err := json.Marshal(admissionv1.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admissionv1.AdmissionRequest{
			UID:       types.UID("1"),
			Kind:      metav1.GroupVersionKind(gvk),
			Namespace: object.GetNamespace(),
			Name:      object.GetName(),
			Operation: admissionv1.Create,
			Object:    runtime.RawExtension{Raw: raw},
		},
	})
	must(err)
	request := httptest.NewRequest(http.MethodPost, "/validate", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	mux.ServeHTTP(recorder, request)
	review := admissionv1.AdmissionReview{}
	must(json.Unmarshal(recorder.Body.Bytes(), &review))
	if !review.Response.Allowed {
		return review.Response.Result.Message, nil
	}
	return "", review.Response.Warnings
}

// A panic of the judge is a refusal, as it is one for the API server that gets no answer.
func answerTo(line []byte, judges map[schema.GroupVersionKind]judge, mux *http.ServeMux) (result answer) {
	result = answer{Unknown: []string{}, Errors: []fieldError{}, Warnings: []string{}}
	defer func() {
		if failure := recover(); failure != nil {
			result.Denial = fmt.Sprintf("panic: %v", failure)
		}
	}()
	object := &unstructured.Unstructured{}
	must(object.UnmarshalJSON(line))
	found, known := judges[object.GroupVersionKind()]
	if !known {
		panic("no schema of " + object.GroupVersionKind().String())
	}
	unknown, errors := found.check(object.Object)
	result.Unknown = append(result.Unknown, unknown...)
	for _, err := range errors {
		result.Errors = append(result.Errors, fieldError{Reason: string(err.Type), Field: err.Field, Message: err.ErrorBody()})
	}
	denial, warnings := askWebhook(mux, object)
	result.Denial = denial
	result.Warnings = append(result.Warnings, warnings...)
	return result
}

func main() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	mux := http.NewServeMux()
	_, err := server.New(server.Options{Schemas: collections.PilotGatewayAPI(), DomainSuffix: "cluster.local", Mux: mux})
	must(err)
	judges := map[schema.GroupVersionKind]judge{}
	for _, path := range os.Args[1:] {
		readJudges(path, judges)
	}
	answers := json.NewEncoder(os.Stdout)
	answers.SetEscapeHTML(false)
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		must(answers.Encode(answerTo(line, judges, mux)))
	}
}
