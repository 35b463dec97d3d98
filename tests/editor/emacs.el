;; What a user of Emacs does, in batch: eglot with nothing but its own commands. Writes what it saw as lines of JSON.
(package-initialize)
(require 'cl-lib)
(require 'json)
(unless (and (require 'eglot nil t) (or (require 'yaml-mode nil t) (fboundp 'yaml-mode))) (kill-emacs 77))

(defvar root (file-name-as-directory (getenv "WORKSPACE")))
(defvar patience (string-to-number (getenv "PATIENCE")))

(defun saw (what seen)
  (write-region (concat (json-encode `((what . ,what) (seen . ,seen))) "\n") nil (getenv "SAW") t 'quiet))

(defmacro wait-for (what &rest holds)
  `(with-timeout (patience (saw "timeout" ,what) (kill-emacs 1))
     (while (not (progn ,@holds)) (accept-process-output nil 0.05))))

;; Emacs tells of edits when its user rests, and in batch nobody does.
(defun look () (eglot--signal-textDocument/didChange) (flymake-start))
(defun codes () (sort (mapcar (lambda (one) (flymake-diagnostic-text one)) (flymake-diagnostics)) #'string<))
(defun at (words) (goto-char (point-min)) (search-forward words) (goto-char (match-beginning 0)))
(defun line-here () (string-trim (thing-at-point 'line t)))
(defun text-of (name) (with-current-buffer (find-file-noselect (concat root name)) (buffer-string)))

(setq project-find-functions (list (lambda (_) (cons 'transient root)))
      eglot-sync-connect 30 eglot-autoshutdown nil eglot-confirm-server-initiated-edits nil make-backup-files nil
      eglot-server-programs (list (list 'yaml-mode (getenv "PYTHON") "-m" "traefiklint" "server")))

(find-file (concat root "apps/shop.yml"))
(yaml-mode)
(apply #'eglot (eglot--guess-contact))
(wait-for "eglot manages the buffer" (eglot-managed-p))
(flymake-start)
(wait-for "diagnostics" (= 2 (length (codes))))
(saw "diagnostics" (codes))

;; Complete a middleware in the place of a wrong one.
(at "auht")
(delete-char 4)
(let* ((found (eglot-completion-at-point)) (table (nth 2 found)))
  (saw "completion" (all-completions "" table)))
(completion-at-point)
(saw "completed" (line-here))
(wait-for "the diagnostic goes" (look) (= 1 (length (codes))))

;; Take the preferred fix, by the menu of actions.
(at "cart")
(let ((last-nonmenu-event ?x))
  (cl-letf (((symbol-function 'completing-read) (lambda (_ items &rest _) (car (seq-find (lambda (one) (plist-get (cdr one) :isPreferred)) items)))))
    (eglot-code-actions (point) (point) nil t)))
(saw "fixed" (progn (at "cart") (line-here)))
(wait-for "nothing is wrong" (look) (null (codes)))

;; Hover, jump to the definition, list the references, rename everywhere.
(at "auth")
(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (saw "hover" (plist-get (plist-get hover :contents) :value)))
(xref-find-definitions "LSP identifier at point.")
(saw "jumped" (list (buffer-name) (line-number-at-pos)))
(yaml-mode)
(wait-for "the other buffer is managed" (eglot-managed-p))
(at "auth")
(saw "references" (length (xref-backend-references 'eglot "LSP identifier at point.")))
(cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t))) (eglot-rename "login")) ; it asks about files that are not open
(saw "renamed" (list (text-of "apps/shared.yml") (text-of "apps/shop.yml") (text-of "compose.yml")))
(eglot-shutdown (eglot-current-server))
(saw "stopped" t)
(set-buffer-modified-p nil)
(kill-emacs 0)
