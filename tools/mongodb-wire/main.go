// Command mongodb-wire speaks MongoDB's protocol over SQLite files, for tests on machines without a mongod.
//
// It prints its URL on one line when it takes connections, and ends on SIGTERM, SIGINT, or when its standard input
// closes: a test that is killed closes the pipe, so the server never outlives it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	folder := flag.String("folder", "", "folder for the database files, made where it does not exist")
	flag.Parse()
	if err := serve(*listen, *folder); err != nil {
		fmt.Fprintln(os.Stderr, "mongodb-wire:", err)
		os.Exit(1)
	}
}

func serve(listen, folder string) error {
	if folder == "" {
		return fmt.Errorf("-folder names no folder; give one, for example -folder /tmp/mongodb-wire")
	}
	storage, err := storageURL(folder)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	server, err := ferretdb.New(&ferretdb.Config{
		Handler:   "sqlite",
		SQLiteURL: storage,
		Listener:  ferretdb.ListenerConfig{TCP: listen},
		// It would tell of each connection.
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	// The URL is known once Run listens, and asking for it waits until then.
	go func() { fmt.Println(server.MongoDBURI()) }()
	return server.Run(ctx)
}

// storageURL makes the folder. FerretDB wants it to exist, and its URL to end in a slash.
func storageURL(folder string) (string, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(absolute, 0o700); err != nil {
		return "", err
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute) + "/", OmitHost: true}).String(), nil
}
