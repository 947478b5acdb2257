// Jaeger as far as a console reads it: its own query API over its own memory storage, fed by OTLP over HTTP, without the collectors,
// databases and pages of the whole program, which take many times as long to build.
package main

import (
	"context"
	"flag"
	"io"
	"log"
	"net/http"
	"time"

	"github.com/gorilla/mux"
	"github.com/jaegertracing/jaeger/cmd/query/app"
	"github.com/jaegertracing/jaeger/cmd/query/app/querysvc"
	"github.com/jaegertracing/jaeger/pkg/tenancy"
	"github.com/jaegertracing/jaeger/plugin/storage/memory"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/translator/jaeger"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func main() {
	address := flag.String("listen", "127.0.0.1:16686", "where it listens")
	base := flag.String("base-path", "", "what stands before its paths, e.g. /jaeger")
	flag.Parse()

	store := memory.NewStore()
	service := querysvc.NewQueryService(store, store, querysvc.QueryServiceOptions{})
	router := mux.NewRouter()
	router.HandleFunc("/v1/traces", func(answer http.ResponseWriter, request *http.Request) {
		if err := take(request.Context(), store, request.Body); err != nil {
			http.Error(answer, err.Error(), http.StatusBadRequest)
			return
		}
		answer.Header().Set("Content-Type", "application/json")
		_, _ = answer.Write([]byte("{}"))
	}).Methods(http.MethodPost)
	under := router
	if *base != "" {
		under = router.PathPrefix(*base).Subrouter()
	}
	handler := app.NewAPIHandler(service, tenancy.NewManager(&tenancy.Options{}))
	handler.RegisterRoutes(under)
	under.HandleFunc("/", func(answer http.ResponseWriter, _ *http.Request) {
		_, _ = answer.Write([]byte("Jaeger without its pages\n"))
	})
	server := &http.Server{Addr: *address, Handler: router, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func take(ctx context.Context, store *memory.Store, body io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(body, 16<<20))
	if err != nil {
		return err
	}
	traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(text)
	if err != nil {
		return err
	}
	batches, err := jaeger.ProtoFromTraces(traces)
	if err != nil {
		return err
	}
	for _, batch := range batches {
		for _, span := range batch.Spans {
			if span.Process == nil {
				span.Process = batch.Process
			}
			if err := store.WriteSpan(ctx, span); err != nil {
				return err
			}
		}
	}
	return nil
}
